/** The limit that Cobnut is held against: the same work in Java, without a framework. */
package dev.cobnut.benchmarks.peers.java;
