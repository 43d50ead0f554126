package dev.cobnut.core.chart;

/**
 * An upright line with words.
 *
 * @param line on which the words stand, counted from the top
 */
public record Mark(double x, String words, int line) {}
