package dev.cobnut.job.local;

import dev.cobnut.job.InputRange;
import java.io.Closeable;

/** A range that holds something open until it is closed. */
interface SourceRange extends InputRange, Closeable {}
