package io.hawser.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A proxy that others have written, on a port of this machine, for the length of a test. */
final class ProxyProgram implements AutoCloseable {
  /** Who may use those that ask. */
  static final String USER = "user";

  static final String PASSWORD = "secret";

  private static final List<String> FOLDERS =
      List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/opt/homebrew/bin");

  private final Process process;
  private final int port;

  private ProxyProgram(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Speaks HTTP; asks for credentials. */
  static ProxyProgram tinyproxy(Path folder) {
    int port = freePort();
    Path configuration =
        write(
            folder.resolve("tinyproxy.conf"),
            """
            Port %d
            Listen 127.0.0.1
            Timeout 60
            LogLevel Critical
            BasicAuth %s %s
            """
                .formatted(port, USER, PASSWORD));
    return start(folder, port, "tinyproxy", "-d", "-c", configuration.toString());
  }

  /** Speaks HTTP, over TLS if told to; asks for credentials. */
  static ProxyProgram squid(Path folder, boolean tls) {
    int port = freePort();
    Path judge =
        write(
            folder.resolve("judge.sh"),
            """
            while read -r user password; do
              if [ "$user $password" = "%s %s" ]; then echo OK; else echo ERR; fi
            done
            """
                .formatted(USER, PASSWORD));
    String listen = "http_port 127.0.0.1:" + port;
    if (tls) {
      var files = TestCertificates.write(folder, "squid", TestCertificates.localhostByRsa());
      listen =
          "https_port 127.0.0.1:%d tls-cert=%s tls-key=%s"
              .formatted(port, files.certificates(), files.privateKey());
    }
    Path configuration =
        write(
            folder.resolve("squid.conf"),
            """
            %s
            auth_param basic program /bin/sh %s
            auth_param basic realm test
            acl known proxy_auth REQUIRED
            http_access allow known
            http_access deny all
            pid_filename none
            cache deny all
            access_log none
            cache_log /dev/null
            pinger_enable off
            shutdown_lifetime 0 seconds
            """
                .formatted(listen, judge));
    // it gives root up, and reads its helper as somebody else
    assertThat(folder.toFile().setExecutable(true, false)).isTrue();
    assertThat(folder.toFile().setReadable(true, false)).isTrue();
    return start(folder, port, "squid", "-N", "-f", configuration.toString());
  }

  /** Speaks SOCKS 5; asks for credentials. */
  static ProxyProgram microsocks(Path folder) {
    int port = freePort();
    return start(
        folder, port, "microsocks", "-i", "127.0.0.1", "-p", "" + port, "-u", USER, "-P", PASSWORD);
  }

  /** Speaks SOCKS 4 and 5; asks for nothing. */
  static ProxyProgram dante(Path folder) {
    int port = freePort();
    Path configuration =
        write(
            folder.resolve("danted.conf"),
            """
            logoutput: stderr
            internal: 127.0.0.1 port = %d
            external: lo
            clientmethod: none
            socksmethod: none
            user.unprivileged: nobody
            client pass { from: 0/0 to: 0/0 }
            socks pass { from: 0/0 to: 0/0 }
            """
                .formatted(port));
    return start(folder, port, "danted", "-f", configuration.toString());
  }

  /**
   * Speaks HTTP in front of a server; of each request it passes on what {@code headers}, lines of
   * its configuration, say of the client.
   */
  static ProxyProgram nginx(Path folder, int server, String headers) {
    int port = freePort();
    Path configuration =
        write(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr;
            events {}
            http {
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              server {
                listen 127.0.0.1:%d;
                location / {
                  proxy_pass http://127.0.0.1:%d;
                  proxy_http_version 1.1;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection "upgrade";
                  proxy_set_header Host $http_host;
                  %s
                }
              }
            }
            """
                .formatted(port, server, headers));
    return start(
        folder, port, "nginx", "-p", folder.toString(), "-c", configuration.toString(), "-e", "e");
  }

  /**
   * Stands in front of a server.
   *
   * @param mode {@code http} or {@code tcp}
   * @param name what stands behind the server's address in its configuration, and lines after it
   */
  static ProxyProgram haproxy(Path folder, int server, String mode, String name) {
    int port = freePort();
    Path configuration =
        write(
            folder.resolve("haproxy.cfg"),
            """
            defaults
              mode %s
              timeout check 20s
              timeout connect 20s
              timeout client 60s
              timeout server 60s
              timeout tunnel 60s
            listen front
              bind 127.0.0.1:%d
              server hawser 127.0.0.1:%d %s
            """
                .formatted(mode, port, server, name));
    return start(folder, port, "haproxy", "-db", "-q", "-f", configuration.toString());
  }

  int port() {
    return port;
  }

  /** Ends the program, and waits for that. */
  @Override
  public void close() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  private static ProxyProgram start(Path folder, int port, String program, String... arguments) {
    var found =
        FOLDERS.stream().map(dir -> Path.of(dir, program)).filter(Files::isExecutable).findFirst();
    assumeThat(found.isPresent()).as(program + " is installed").isTrue();
    try {
      Path output = folder.resolve(program + ".out");
      Process process =
          new ProcessBuilder(
                  Stream.concat(Stream.of(found.get().toString()), Stream.of(arguments)).toList())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      awaitPort(process, port, output);
      return new ProxyProgram(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitPort(Process process, int port, Path output) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          process.destroyForcibly();
          throw new IOException("does not listen: " + Files.readString(output), e);
        }
        Thread.onSpinWait();
      }
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, String text) {
    try {
      Files.writeString(file, text);
      assertThat(file.toFile().setReadable(true, false)).isTrue();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
