package io.hawser.tests;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Our events in a file of the flight recorder. */
public final class FlightRecording {
  private final List<RecordedEvent> events;

  private FlightRecording(List<RecordedEvent> events) {
    this.events = events;
  }

  /** What is recorded. */
  public interface Task {
    void run() throws Exception;
  }

  /** Records while the task runs, and reads the file. */
  public static FlightRecording of(Path folder, Task task) throws Exception {
    Path file = folder.resolve("flight.jfr");
    try (var recording = new Recording()) {
      recording.start();
      task.run();
      recording.stop();
      recording.dump(file);
    }
    Predicate<RecordedEvent> ours = e -> e.getEventType().getName().startsWith("io.hawser.");
    // each thread has a buffer of its own
    var byTime = Comparator.comparing(RecordedEvent::getStartTime);
    return new FlightRecording(
        RecordingFile.readAllEvents(file).stream().filter(ours).sorted(byTime).toList());
  }

  /** All of ours, by time. */
  public List<RecordedEvent> all() {
    return events;
  }

  /** Those with this name, without the package. */
  public List<RecordedEvent> named(String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("io.hawser." + name))
        .toList();
  }
}
