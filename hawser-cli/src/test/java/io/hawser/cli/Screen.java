package io.hawser.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person sees at a terminal of 24 lines of 80, so far as our command uses one. */
final class Screen {
  private static final int ROWS = 24;
  private static final int COLUMNS = 80;
  private static final Pattern SEQUENCE =
      Pattern.compile("\u001b(?:\\[([?>]?)([0-9;]*)(\\$?[a-zA-Z])|[78=>])");

  private final char[][] cells = new char[ROWS][COLUMNS];
  private int row;
  private int column;
  private int savedRow;
  private int savedColumn;
  private int top;
  private int bottom = ROWS - 1;

  private Screen() {
    for (char[] line : cells) {
      Arrays.fill(line, ' ');
    }
  }

  /**
   * Returns the screen after so much was written to it; the end may be in the middle of a sequence.
   */
  static Screen after(String written) {
    var screen = new Screen();
    Matcher sequence = SEQUENCE.matcher(written);
    int at = 0;
    while (at < written.length()) {
      if (written.charAt(at) != '\u001b') {
        screen.show(written.charAt(at++));
      } else if (sequence.find(at) && sequence.start() == at) {
        screen.obey(sequence);
        at = sequence.end();
      } else {
        return screen;
      }
    }
    return screen;
  }

  /** The lines without blanks at their ends, from the top. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    for (char[] line : cells) {
      lines.add(new String(line).stripTrailing());
    }
    return lines;
  }

  /** The line at the bottom. */
  String lastLine() {
    return lines().getLast();
  }

  /** The line that the cursor is on. */
  String currentLine() {
    return lines().get(row);
  }

  int column() {
    return column;
  }

  /** Whether all lines scroll, and not only some of them. */
  boolean scrollsWhole() {
    return top == 0 && bottom == ROWS - 1;
  }

  private void show(char c) {
    switch (c) {
      case '\r' -> column = 0;
      case '\n' -> feed();
      case '\b' -> column = Math.max(0, column - 1);
      default -> {
        if (c < ' ') {
          return;
        }
        if (column == COLUMNS) {
          column = 0;
          feed();
        }
        cells[row][column++] = c;
      }
    }
  }

  private void feed() {
    if (row != bottom) {
      row = Math.min(row + 1, ROWS - 1);
      return;
    }
    System.arraycopy(cells, top + 1, cells, top, bottom - top);
    cells[bottom] = new char[COLUMNS];
    Arrays.fill(cells[bottom], ' ');
  }

  private void obey(Matcher sequence) {
    String command = sequence.group(3);
    if (command == null) {
      switch (sequence.group().charAt(1)) {
        case '7' -> {
          savedRow = row;
          savedColumn = column;
        }
        case '8' -> {
          row = savedRow;
          column = savedColumn;
        }
        default -> {
          // of the keypad
        }
      }
      return;
    }
    if (!sequence.group(1).isEmpty()) {
      return; // modes, and questions about them
    }
    String[] numbers = sequence.group(2).split(";", -1);
    int first = number(numbers, 0, 1);
    switch (command) {
      case "A" -> row = Math.max(0, row - first);
      case "B" -> row = Math.min(ROWS - 1, row + first);
      case "C" -> column = Math.min(COLUMNS - 1, column + first);
      case "D" -> column = Math.max(0, column - first);
      case "G" -> column = first - 1;
      case "H" -> {
        row = first - 1;
        column = number(numbers, 1, 1) - 1;
      }
      case "K" -> {
        if (number(numbers, 0, 0) != 0) {
          throw new AssertionError("not made for " + sequence.group());
        }
        Arrays.fill(cells[row], Math.min(column, COLUMNS - 1), COLUMNS, ' ');
      }
      case "J" -> {
        Arrays.fill(cells[row], Math.min(column, COLUMNS - 1), COLUMNS, ' ');
        for (int below = row + 1; below < ROWS; below++) {
          Arrays.fill(cells[below], ' ');
        }
      }
      case "r" -> {
        top = first - 1;
        bottom = number(numbers, 1, ROWS) - 1;
        row = 0;
        column = 0;
      }
      case "c", "m", "n" -> {
        // questions and colours
      }
      default -> throw new AssertionError("not made for " + sequence.group());
    }
  }

  private static int number(String[] numbers, int index, int otherwise) {
    return index < numbers.length && !numbers[index].isEmpty()
        ? Integer.parseInt(numbers[index])
        : otherwise;
  }

  @Override
  public String toString() {
    return String.join("\n", lines()).stripTrailing();
  }
}
