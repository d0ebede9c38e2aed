package io.hawser.benchmarks.handshake;

import java.util.List;

/**
 * What a knock costs.
 *
 * @param title what comes
 * @param micros of processor time, by server; NaN where one was not answered as it should be
 */
record Costs(String title, List<Double> micros) {}
