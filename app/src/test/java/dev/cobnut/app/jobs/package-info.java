/** Jobs that tests put into plugins of their own. */
package dev.cobnut.app.jobs;
