/** What a person sees: amounts, tables, progress, summaries. Text in, text out. */
@NullMarked
package dev.cobnut.app.show;

import org.jspecify.annotations.NullMarked;
