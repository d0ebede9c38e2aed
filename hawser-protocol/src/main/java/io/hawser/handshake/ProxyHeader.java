package io.hawser.handshake;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of the PROXY protocol, version 1 or 2, that a proxy writes before anything else.
 * What a byte makes impossible is noticed with that byte. Of what version 2 may append, the TLVs,
 * nothing is kept.
 */
public final class ProxyHeader {
  /** How far it has come. */
  public sealed interface Progress {
    /** The header is not whole yet. */
    record More() implements Progress {}

    /** The header is whole, and names the client. */
    record Client(InetAddress address, int port) implements Progress {}

    /** The header is whole: the proxy speaks for itself, or does not know for whom. */
    record Unnamed() implements Progress {}

    /** It is no such header. */
    record Broken(String detail) implements Progress {}
  }

  private static final byte[] LINE = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGNATURE = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };

  /** Of version 1, with CRLF. */
  private static final int MOST_OF_LINE = 107;

  /** Of version 2, before the addresses. */
  private static final int FIXED = 16;

  private final byte[] kept = new byte[MOST_OF_LINE];
  private int length;
  private int toSkip;
  private @Nullable Progress result;

  /** Makes a reader of one header. */
  public ProxyHeader() {}

  /** Reads on, not a byte further than the header goes. */
  public Progress read(ByteBuffer in) {
    while (true) {
      if (result != null && toSkip > 0) {
        int skipped = Math.min(toSkip, in.remaining());
        in.position(in.position() + skipped);
        toSkip -= skipped;
      }
      if (result != null && toSkip == 0) {
        return result;
      }
      if (!in.hasRemaining()) {
        return new Progress.More();
      }
      kept[length++] = in.get();
      result = kept[0] == SIGNATURE[0] ? binary() : line();
    }
  }

  private @Nullable Progress line() {
    int at = length - 1;
    if (at < LINE.length) {
      return kept[at] == LINE[at] ? null : new Progress.Broken("no PROXY header");
    }
    if (kept[at] != '\n') {
      return length < MOST_OF_LINE ? null : new Progress.Broken("PROXY header without end");
    }
    if (kept[at - 1] != '\r') {
      return new Progress.Broken("PROXY header ended by a bare LF");
    }
    return line(new String(kept, LINE.length, at - 1 - LINE.length, StandardCharsets.ISO_8859_1));
  }

  private static Progress line(String text) {
    if (text.equals("UNKNOWN") || text.startsWith("UNKNOWN ")) {
      return new Progress.Unnamed();
    }
    // with -1, so that what is empty at the end counts, too
    String[] parts = text.split(" ", -1);
    int bytes = parts[0].equals("TCP4") ? 4 : parts[0].equals("TCP6") ? 16 : 0;
    if (bytes == 0 || parts.length != 5) {
      return new Progress.Broken("PROXY header is not TCP4, TCP6 or UNKNOWN as it should be");
    }
    InetAddress source = AddressLiteral.parse(parts[1]);
    InetAddress destination = AddressLiteral.parse(parts[2]);
    int port = port(parts[3]);
    if (!isOf(bytes, parts[1], source)
        || !isOf(bytes, parts[2], destination)
        || source == null
        || port < 0
        || port(parts[4]) < 0) {
      return new Progress.Broken("PROXY header with a bad address or port");
    }
    return new Progress.Client(source, port);
  }

  // an IPv4-mapped address is IPv6 by its looks
  private static boolean isOf(int bytes, String text, @Nullable InetAddress address) {
    return address != null && (text.indexOf(':') >= 0) == (bytes == 16);
  }

  private static int port(String text) {
    if (text.isEmpty()
        || text.length() > 5
        || (text.length() > 1 && text.charAt(0) == '0')
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int port = Integer.parseInt(text);
    return port <= 65_535 ? port : -1;
  }

  private @Nullable Progress binary() {
    int at = length - 1;
    if (at < SIGNATURE.length) {
      return kept[at] == SIGNATURE[at] ? null : new Progress.Broken("no PROXY header");
    }
    if (at == 12 && (kept[12] >> 4 != 2 || (kept[12] & 0xf) > 1)) {
      return new Progress.Broken("PROXY header of another version or command");
    }
    if (length < FIXED) {
      return null;
    }
    int announced = ((kept[14] & 0xff) << 8) | (kept[15] & 0xff);
    int family = (kept[13] & 0xff) >> 4;
    int transport = kept[13] & 0xf;
    if (family > 3 || transport > 2) {
      return new Progress.Broken("PROXY header of another family or transport");
    }
    boolean local = (kept[12] & 0xf) == 0;
    int addressBytes = family == 1 ? 4 : family == 2 ? 16 : 0;
    if (local || addressBytes == 0 || transport != 1) {
      toSkip = announced;
      return new Progress.Unnamed();
    }
    int needed = 2 * addressBytes + 4;
    if (announced < needed) {
      return new Progress.Broken("PROXY header too short for its addresses");
    }
    if (length < FIXED + needed) {
      return null;
    }
    toSkip = announced - needed;
    int port = FIXED + 2 * addressBytes;
    return new Progress.Client(
        address(Arrays.copyOfRange(kept, FIXED, FIXED + addressBytes)),
        ((kept[port] & 0xff) << 8) | (kept[port + 1] & 0xff));
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
