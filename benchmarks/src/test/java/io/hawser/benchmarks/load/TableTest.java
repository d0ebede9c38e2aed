package io.hawser.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Candidate.Kind;
import io.hawser.benchmarks.process.Setup;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final List<Result> RESULTS =
      List.of(result("raw echo", Kind.RAW, 3), result("slow", Kind.PEER, 36), ours(3.3));

  @Test
  void putsWhatCostsLeastFirst() {
    assertThat(Table.of(RESULTS).lines().skip(2))
        .containsExactly(
            "| raw echo | 3.000 | 1.00 | 300,000 | 200 | 400 | 2000 | 20 | 0.90 |",
            "| hawser | 3.300 | 1.10 | 300,000 | 200 | 400 | 2000 | 20 | 0.90 |",
            "| slow | 36.000 | 12.00 | 300,000 | 200 | 400 | 2000 | 20 | 0.90 |");
  }

  @Test
  void cutsBarsThatWouldDwarfTheOthers() {
    var plot = new Plot();
    plot.add(Shape.ALL.getFirst(), RESULTS);
    assertThat(plot.svg()).contains("width='470.0'", "width='47.0'", "… 12.00", ">1.10<");
  }

  @Test
  void takesTheMedianOfEachFigureByItself() {
    Round median =
        Medians.of(
            List.of(
                new Round(1, 30, 5, 9, 1, 20, 0),
                new Round(9, 10, 1, 7, 1, 20, 0),
                new Round(2, 20, 3, 8, 1, 20, 0)));
    assertThat(median).isEqualTo(new Round(2, 20, 3, 8, 1, 20, 0));
  }

  @Test
  void takesTheMeanOfTheMiddleTwo() {
    Round one = new Round(1, 30, 5, 9, 1, 20, 0);
    Round two = new Round(2, 10, 6, 7, 1, 20, 0);
    assertThat(Medians.of(List.of(one, two))).isEqualTo(new Round(1.5, 20, 5.5, 8, 1, 20, 0));
  }

  @Test
  void readsWhatTheGeneratorPrints() {
    String json =
        "{\"label\":\"x\",\"messages\":7,\"messages_per_s\":3.5,\"p50_us\":1.0,\"p99_us\":2.0,"
            + "\"p999_us\":3.0,\"echo_bytes\":20.0,\"client_cpu\":0.97,\"server_us_per_op\":4.125}";
    assertThat(Round.parse(json)).isEqualTo(new Round(4.125, 3.5, 1, 2, 3, 20, 0.97));
  }

  private static Result ours(double micros) {
    return result("hawser", Kind.HAWSER, micros);
  }

  private static Result result(String title, Kind kind, double micros) {
    var candidate = new Candidate(Setup.PLAIN, title, title, List.of("true"), 1, kind);
    return new Result(candidate, new Round(micros, 300_000, 200, 400, 2000, 20, 0.9));
  }
}
