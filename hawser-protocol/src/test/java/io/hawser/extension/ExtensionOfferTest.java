package io.hawser.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hawser.extension.ExtensionOffer.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtensionOfferTest {
  @Test
  void isWrittenAsInItsHeader() {
    var offer =
        new ExtensionOffer("foo", List.of(new Parameter("bar", null), new Parameter("baz", "10")));

    assertThat(offer).hasToString("foo; bar; baz=10");
    assertThat(new ExtensionOffer("foo", List.of())).hasToString("foo");
  }

  @Test
  void takesTokensOnly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExtensionOffer("a b", List.of()))
        .withMessage("extension: not a token of RFC 9110");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Parameter("", "1"))
        .withMessage("extension parameter: not a token of RFC 9110");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Parameter("a", "1\r\nx"))
        .withMessage("value of extension parameter a: not a token of RFC 9110");
  }

  @Test
  void keepsItsOwnList() {
    var parameters = new ArrayList<Parameter>();
    var offer = new ExtensionOffer("foo", parameters);
    parameters.add(new Parameter("bar", null));

    assertThat(offer.parameters()).isEmpty();
  }
}
