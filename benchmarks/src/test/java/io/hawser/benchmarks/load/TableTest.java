package io.hawser.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.benchmarks.process.Candidate;
import io.hawser.benchmarks.process.Candidate.Kind;
import io.hawser.benchmarks.process.CommandFailedException;
import io.hawser.benchmarks.process.Setup;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final Result RAW = result("raw echo", Kind.RAW, 3);
  private static final Outcome ALL =
      new Outcome(List.of(RAW, result("slow", Kind.PEER, 36), ours(3.3)), List.of());
  private static final Failure OVERRUN =
      new Failure(candidate("weak", Kind.PEER), "906 of 1000 connections opened in 60 s", false);

  @Test
  void putsWhatCostsLeastFirst() {
    assertThat(Table.of(ALL).lines().skip(2))
        .containsExactly(
            "| raw echo | 3.000 | 1.00 | 300,000 | 200 | 400 | 2000 | 20 | 0.90 |",
            "| hawser | 3.300 | 1.10 | 300,000 | 200 | 400 | 2000 | 20 | 0.90 |",
            "| slow | 36.000 | 12.00 | 300,000 | 200 | 400 | 2000 | 20 | 0.90 |");
  }

  @Test
  void saysOfWhoFailedWhy() {
    var outcome = new Outcome(List.of(RAW), List.of(OVERRUN));
    assertThat(Table.of(outcome).lines().skip(3))
        .containsExactly(
            "| weak: 906 of 1000 connections opened in 60 s | - | - | - | - | - | - | - | - |");
  }

  @Test
  void hasNoRatiosWhereTheRawEchoFailed() {
    var outcome =
        new Outcome(
            List.of(ours(3.3)), List.of(new Failure(RAW.candidate(), "no end after 80 s", false)));
    assertThat(Table.of(outcome).lines().skip(2))
        .containsExactly(
            "| hawser | 3.300 | - | 300,000 | 200 | 400 | 2000 | 20 | 0.90 |",
            "| raw echo: no end after 80 s | - | - | - | - | - | - | - | - |");
    var plot = new Plot();
    plot.add(Shape.USUAL, outcome);
    assertThat(plot.svg()).doesNotContain(Shape.USUAL.name());
  }

  @Test
  void aPeerMayFailButMustNotBeWrong() {
    assertThat(OVERRUN.counts()).isFalse();
    assertThat(new Failure(OVERRUN.candidate(), "wrong", true).counts()).isTrue();
    assertThat(new Failure(RAW.candidate(), "late", false).counts()).isTrue();
    var ours = candidate("hawser-epoll-sends", Kind.PEER);
    assertThat(new Failure(ours, "late", false).counts()).isTrue();
  }

  @Test
  void whyIsWhatTheGeneratorSays() {
    String printed = "{\"errors\":1}\nwsload: connection 3, echo 7: wrong contents: a|\u0001\n";
    LoadFailedException wrong = failed(1, printed);
    assertThat(wrong.isWrong()).isTrue();
    assertThat(wrong.reason()).isEqualTo("WRONG ANSWER, connection 3, echo 7: wrong contents: a??");
    assertThat(wrong).hasMessageContaining(printed);
    assertThat(failed(2, "wsload: 906 of 1000 connections opened in 60 s\n").reason())
        .isEqualTo("906 of 1000 connections opened in 60 s");
    assertThat(failed(139, "").reason()).isEqualTo("exit status 139");
    assertThat(failed(139, "").isWrong()).isFalse();
  }

  @Test
  void cutsBarsThatWouldDwarfTheOthers() {
    var plot = new Plot();
    plot.add(Shape.USUAL, ALL);
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

  private static LoadFailedException failed(int status, String printed) {
    return LoadFailedException.of(
        OVERRUN.candidate(), CommandFailedException.withStatus(status, List.of("wsload"), printed));
  }

  private static Result ours(double micros) {
    return result("hawser", Kind.HAWSER, micros);
  }

  private static Result result(String title, Kind kind, double micros) {
    return new Result(candidate(title, kind), new Round(micros, 300_000, 200, 400, 2000, 20, 0.9));
  }

  private static Candidate candidate(String title, Kind kind) {
    return new Candidate(Setup.PLAIN, title, title, List.of("true"), 1, kind);
  }
}
