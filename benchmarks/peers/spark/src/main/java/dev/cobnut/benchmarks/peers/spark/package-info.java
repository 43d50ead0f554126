/** The jobs on Spark. */
package dev.cobnut.benchmarks.peers.spark;
