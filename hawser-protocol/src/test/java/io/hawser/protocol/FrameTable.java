package io.hawser.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.hawser.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs the rows of a table: these bytes, these events, at every split. */
final class FrameTable {
  private FrameTable() {}

  /**
   * Feeds frames, written without masks, to endpoints of both roles, which assemble messages or
   * hand on fragments: these together are the messages, and what fails one fails the other.
   *
   * @param expected events separated by {@code " | "}; one in brackets is a server's alone, and a
   *     {@code -} stands for none
   */
  static void check(String frames, String expected) {
    check(frames, expected, Limits.defaults());
  }

  /** The same within limits. */
  static void check(String frames, String expected, Limits limits) {
    check(frames, expected, role -> new Endpoint(role, limits, null));
    // what is too big for a message is not for fragments
    if (!expected.contains("too big")) {
      check(frames, expected, role -> Endpoint.ofFragments(role, limits, null));
    }
  }

  static void check(String frames, String expected, Function<Role, Endpoint> endpoints) {
    for (Role role : Role.values()) {
      checkRaw(role, Wire.sentTo(role, frames), expected, endpoints);
    }
  }

  /** Feeds bytes as they are. */
  static void checkRaw(
      Role role, byte[] bytes, String expected, Function<Role, Endpoint> endpoints) {
    List<String> events = events(role, expected);
    for (List<byte[]> pieces : Wire.everySplit(bytes)) {
      assertThat(RecordedEvents.of(endpoints.apply(role), pieces))
          .as("%s, in %d pieces, the first of %d bytes", role, pieces.size(), pieces.get(0).length)
          .isEqualTo(events);
    }
  }

  private static List<String> events(Role role, String expected) {
    var events = new ArrayList<String>();
    for (String event : expected.split(" \\| ", -1)) {
      if (!event.startsWith("[")) {
        events.add(event);
      } else if (role == Role.SERVER) {
        events.add(event.substring(1, event.length() - 1));
      }
    }
    events.remove("-");
    return events;
  }
}
