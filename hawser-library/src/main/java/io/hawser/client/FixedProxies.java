package io.hawser.client;

/**
 * Proxies that say the same whenever they are asked. Credentials within may come from suppliers.
 */
interface FixedProxies extends Proxies {}
