package io.heliu.flow;

import java.util.Objects;

/**
 * What one step of a flow did.
 *
 * @param flow the flow, for example {@code "intake"}
 * @param subject what it worked on, for example the shop
 * @param fetched rows or entities that were read
 * @param fresh those that changed something here
 * @param repeated those that were here before
 * @param held those that were set aside for a person
 * @param failed those that were refused or could not be read
 * @param more whether another step has work at once
 */
public record StepReport(
    String flow,
    String subject,
    long fetched,
    long fresh,
    long repeated,
    long held,
    long failed,
    boolean more) {

  /** Checks that flow and subject are there. */
  public StepReport {
    Objects.requireNonNull(flow, "flow");
    Objects.requireNonNull(subject, "subject");
  }

  /** Returns a report of a step that found nothing to do. */
  public static StepReport idle(String flow, String subject) {
    return new StepReport(flow, subject, 0, 0, 0, 0, 0, false);
  }

  /** Returns the sum of two reports of the same flow; there is more if the later one says so. */
  public StepReport plus(StepReport later) {
    return new StepReport(
        flow,
        subject,
        fetched + later.fetched,
        fresh + later.fresh,
        repeated + later.repeated,
        held + later.held,
        failed + later.failed,
        later.more);
  }
}
