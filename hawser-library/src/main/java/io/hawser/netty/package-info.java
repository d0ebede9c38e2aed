/**
 * The engine: channels, TLS, event loops. Not exported; no other package names Netty.
 *
 * <ul>
 *   <li>A server's way in: {@link io.hawser.netty.Acceptor}, {@link io.hawser.netty.Door}, {@link
 *       io.hawser.netty.ServerHandshakeHandler}, which has {@link io.hawser.netty.RequestJudge} and
 *       hooks decide.
 *   <li>A client's way out: {@link io.hawser.netty.Dialer}, {@link io.hawser.netty.ConnectRace}
 *       between addresses, proxies, {@link io.hawser.netty.ClientHandshakeHandler}.
 *   <li>What both make of a channel: {@link io.hawser.netty.Transports} choose a byte stream,
 *       {@link io.hawser.netty.SocketTransport} without the channel or {@link
 *       io.hawser.netty.NettyTransport} over it. Its classes are {@link io.hawser.netty.Delivery}
 *       (what comes), {@link io.hawser.netty.LoopBound} (who calls) and {@link
 *       io.hawser.netty.LoopTransport} (what goes).
 *   <li>What the connections of one loop share: {@link io.hawser.netty.LoopLocal}.
 *   <li>Virtual threads on loops: {@link io.hawser.netty.LoopCarrier}, watched by {@link
 *       io.hawser.netty.HeldLoops}.
 * </ul>
 */
@NullMarked
package io.hawser.netty;

import org.jspecify.annotations.NullMarked;
