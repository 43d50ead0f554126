package dev.cobnut.core.paper;

/** The bytes that flow in a run: the curves of the paper's figure 3, and what the root carries. */
final class Flows {
  private final Curve input = new Curve();
  private final Curve shuffle = new Curve();
  private final Curve output = new Curve();
  private double crossedMb;

  void at(long nowMs) {
    input.at(nowMs);
    shuffle.at(nowMs);
    output.at(nowMs);
  }

  Curve input() {
    return input;
  }

  Curve shuffle() {
    return shuffle;
  }

  /** Of two copies one counts. */
  Curve output() {
    return output;
  }

  /** Notes what went from machine to machine, beside the shuffle. */
  void cross(double mb) {
    crossedMb += mb;
  }

  /** What has gone from machine to machine since this was asked last. */
  double takeCrossed() {
    double mb = crossedMb;
    crossedMb = 0;
    return mb;
  }
}
