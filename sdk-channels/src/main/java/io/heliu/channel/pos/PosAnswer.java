package io.heliu.channel.pos;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a till's push is answered with (应答).
 *
 * @param status the HTTP status
 * @param body the JSON body, content type {@code application/json}
 * @param refusal why the push was refused whole; null if its tickets have results
 * @param results what became of each ticket, in the order of the push; empty if it was refused
 */
public record PosAnswer(
    int status, String body, @Nullable Refusal refusal, List<TicketResult> results) {

  /** Copies the results. */
  public PosAnswer {
    Objects.requireNonNull(body, "body");
    results = List.copyOf(results);
  }

  /** Why a push was refused whole. Nothing of it was stored. */
  public enum Refusal {
    /** It is no POST. */
    WRONG_METHOD(405),
    /** Its body is larger than the limit. */
    TOO_LARGE(413),
    /** A header is missing or not readable. */
    INCOMPLETE(400),
    /** None of the till's secrets gives its signature, or the till is not known. */
    WRONG_SIGNATURE(401),
    /** Its time is too far from ours, before or after; the answer has ours. */
    OUT_OF_TIME(401),
    /** Its nonce was used before: sign again with a new one. */
    REPEATED(409),
    /** It is not JSON, or not the JSON of a batch; the answer says which field. */
    UNREADABLE(400);

    private final int status;

    Refusal(int status) {
      this.status = status;
    }

    /** Returns the HTTP status. */
    public int status() {
      return status;
    }
  }

  /** Returns status, refusal and the number of results. */
  @Override
  public String toString() {
    return "PosAnswer[" + status + " " + refusal + " " + results.size() + " results]";
  }
}
