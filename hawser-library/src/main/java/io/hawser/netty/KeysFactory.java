package io.hawser.netty;

import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.ManagerFactoryParameters;
import org.jspecify.annotations.Nullable;

/** A factory of the one key manager it was given, as Netty's builders want it. */
final class KeysFactory extends SimpleKeyManagerFactory {
  private final KeyManager keys;

  KeysFactory(KeyManager keys) {
    this.keys = keys;
  }

  @Override
  protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

  @Override
  protected void engineInit(@Nullable ManagerFactoryParameters parameters) {}

  @Override
  protected KeyManager[] engineGetKeyManagers() {
    return new KeyManager[] {keys};
  }
}
