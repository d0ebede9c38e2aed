package io.hawser.benchmarks.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the generator has measured in one round; or, of several rounds, the median of each.
 *
 * @param cpuMicros processor time of the server for a message, in microseconds
 * @param messages answered in a second
 * @param p50 half of the answers took no longer, in microseconds
 * @param echoBytes payload of an answer as it came, maybe compressed
 * @param generator how busy the generator was, 1 for all the time
 */
public record Round(
    double cpuMicros,
    double messages,
    double p50,
    double p99,
    double p999,
    double echoBytes,
    double generator) {

  /** Reads the line of JSON that {@code wsload} prints. */
  static Round parse(String json) {
    return new Round(
        number(json, "server_us_per_op"),
        number(json, "messages_per_s"),
        number(json, "p50_us"),
        number(json, "p99_us"),
        number(json, "p999_us"),
        number(json, "echo_bytes"),
        number(json, "client_cpu"));
  }

  /**
   * Returns a number in a flat object.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  static double number(String json, String name) {
    Matcher matcher =
        Pattern.compile("\"" + Pattern.quote(name) + "\":(-?[0-9.]+)[,}]").matcher(json);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + name + " in " + json);
    }
    return Double.parseDouble(json.substring(matcher.start(1), matcher.end(1)));
  }
}
