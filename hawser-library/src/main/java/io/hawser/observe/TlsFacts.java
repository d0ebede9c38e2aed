package io.hawser.observe;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake has come to, whole or not.
 *
 * @param protocol such as {@code TLSv1.3}; null if none was agreed on yet
 * @param cipher such as {@code TLS_AES_128_GCM_SHA256}; null if none was agreed on yet
 * @param serverName the host that the client named (SNI; RFC 6066, 3), in lower case; null if it
 *     named none, or what is no host name
 * @param clientPrincipal whom the client's certificate names, verified; null if it has shown none
 */
public record TlsFacts(
    @Nullable String protocol,
    @Nullable String cipher,
    @Nullable String serverName,
    @Nullable Principal clientPrincipal) {}
