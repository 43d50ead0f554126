/** The jobs on Hadoop. */
package dev.cobnut.benchmarks.peers.hadoop;
