/** The jobs on Jet. */
package dev.cobnut.benchmarks.peers.jet;
