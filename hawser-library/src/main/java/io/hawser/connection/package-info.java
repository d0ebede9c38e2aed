/**
 * One live connection: it steps the protocol and owns queues and deadlines. Not exported.
 *
 * <ul>
 *   <li>{@link io.hawser.connection.Connection} is what the application has, {@link
 *       io.hawser.connection.ConnectionLoop} the event loop's side of it, and {@link
 *       io.hawser.connection.Transport} the byte stream below.
 *   <li>What comes: {@link io.hawser.connection.Reading} has bytes decoded; a {@link
 *       io.hawser.connection.Receiver} takes messages, which is an {@link
 *       io.hawser.connection.Inbox} that a thread empties, or a {@link
 *       io.hawser.connection.LoopListener}. {@link io.hawser.connection.InboundBudget} counts what
 *       all of a server hold.
 *   <li>What goes: {@link io.hawser.connection.Sending} puts messages into the {@link
 *       io.hawser.connection.Outbox}, by the policy for slow consumers; the {@link
 *       io.hawser.connection.Writer} takes them out.
 *   <li>What has to happen in time: {@link io.hawser.connection.Watchdog}, on the {@link
 *       io.hawser.connection.Wheel} of a {@link io.hawser.connection.LoopClock}.
 *   <li>How it ends: {@link io.hawser.connection.Ending}.
 * </ul>
 */
@NullMarked
package io.hawser.connection;

import org.jspecify.annotations.NullMarked;
