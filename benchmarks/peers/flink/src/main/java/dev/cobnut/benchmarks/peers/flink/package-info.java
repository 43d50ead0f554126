/** The jobs on Flink. */
package dev.cobnut.benchmarks.peers.flink;
