package io.heliu.erp.kingdee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.Fault;
import io.heliu.erp.Document;
import io.heliu.erp.DocumentPort;
import io.heliu.erp.PushOutcome;
import io.heliu.internal.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings documents into the ERP: saves, submits and audits them. The document's number is ours and
 * unique per form, so a second save can only be refused; then the document is read back and taken
 * on from the state it is in.
 *
 * @param <D> the document
 */
final class Documents<D extends Document> implements DocumentPort<D> {
  /**
   * Codes after which the ERP's work has ended, but whether it has the document must be read: an
   * exception inside the ERP, and a record that someone holds, which may be this very document.
   */
  private static final Set<String> READ_BACK = Set.of("4", "6", "13");

  private final Wire wire;
  private final Mapping<D> mapping;
  private final KingdeeSettings settings;

  Documents(Wire wire, Mapping<D> mapping, KingdeeSettings settings) {
    this.wire = wire;
    this.mapping = mapping;
    this.settings = settings;
  }

  /**
   * How a kind of document looks in the ERP.
   *
   * @param <D> the document
   */
  interface Mapping<D> {

    /** Returns the forms that a document of this kind may be kept in. */
    List<String> forms();

    /** Returns the document as the ERP wants it, or why it cannot be had. */
    Mapped map(D document);

    /** Tells whether the document that the ERP has under the number has the same lines. */
    boolean isSame(Wire wire, D document);

    /** Tells whether goods of a closed document of this kind have left. */
    default boolean isSent(Wire wire, String number) {
      return false;
    }
  }

  /** What became of mapping a document. */
  sealed interface Mapped {

    /**
     * The document as the ERP wants it.
     *
     * @param form the form's id
     * @param model the model, without an internal id
     */
    record Model(String form, ObjectNode model) implements Mapped {}

    /**
     * The document cannot be had.
     *
     * @param refusal why
     */
    record Refused(PushOutcome.Rejected refusal) implements Mapped {}
  }

  @Override
  public PushOutcome push(D document) {
    Mapped mapped = mapping.map(document);
    if (mapped instanceof Mapped.Refused refused) {
      return refused.refusal();
    }
    Mapped.Model model = (Mapped.Model) mapped;
    Written saved;
    try {
      saved = wire.save(model.form(), packaged(model.model(), 0));
    } catch (Fault fault) {
      return afterFault(document, model, fault);
    }
    try {
      if (saved instanceof Written.Done done) {
        return finish(document, model, created(model, done, document.number()), true);
      }
      return afterRefusal(document, model, (Written.Refused) saved);
    } catch (Fault fault) {
      return new PushOutcome.Unknown(fault);
    }
  }

  private static Kept created(Mapped.Model model, Written.Done done, String number) {
    if (done.id().isEmpty()) {
      throw new Fault.Protocol(
          Fault.Details.of(Answers.SYSTEM, "Save", "the answer has no id"), null);
    }
    return new Kept(model.form(), done.id(), number, Kept.State.CREATED);
  }

  private PushOutcome afterFault(D document, Mapped.Model model, Fault fault) {
    if (!READ_BACK.contains(String.valueOf(fault.code()))) {
      if (Answers.certainlyNotDone(fault)) {
        throw fault;
      }
      return new PushOutcome.Unknown(fault);
    }
    try {
      Optional<Kept> kept = find(model.form(), document.number());
      if (kept.isPresent()) {
        return finish(document, model, kept.get(), false);
      }
    } catch (Fault alsoNotRead) {
      fault.addSuppressed(alsoNotRead);
      return new PushOutcome.Unknown(fault);
    }
    throw fault;
  }

  /** A refusal may mean that the number is taken: by an earlier push whose answer was lost. */
  private PushOutcome afterRefusal(D document, Mapped.Model model, Written.Refused refused) {
    Optional<Kept> kept = find(model.form(), document.number());
    return kept.isPresent() ? finish(document, model, kept.get(), false) : rejected(refused);
  }

  /**
   * Takes a document on to its end. What was saved by another push is saved again in place, as long
   * as it was not submitted; from then on it is only taken on if it has our lines. What was sent
   * back after that may have a person's corrections and is left to people.
   */
  private PushOutcome finish(D document, Mapped.Model model, Kept start, boolean fresh) {
    Kept kept = start;
    boolean ours = fresh;
    while (true) {
      if (!ours && kept.state().isSubmitted()) {
        ours = mapping.isSame(wire, document);
        if (!ours) {
          return new PushOutcome.Rejected(
              "CONTENT_DIFFERS", "the ERP has a document of other lines under this number");
        }
      }
      if (kept.state().isEnd()) {
        return isFulfilled(document, kept)
            ? new PushOutcome.Duplicate(kept.id(), kept.number())
            : ended(kept, fresh);
      }
      boolean saves = !ours || kept.state() == Kept.State.DRAFT;
      Written written = saves ? saveInPlace(model, kept) : step(kept);
      if (written instanceof Written.Refused refused) {
        Optional<Kept> now = find(kept.form(), kept.number());
        if (now.isEmpty() || now.get().state().compareTo(kept.state()) <= 0) {
          return rejected(refused);
        }
        kept = now.get();
      } else {
        kept = kept.in(saves ? Kept.State.CREATED : kept.state().next());
        ours = true;
      }
    }
  }

  /** The ERP closes an order by itself once all of it has been sent. */
  private boolean isFulfilled(D document, Kept kept) {
    return kept.state() == Kept.State.CLOSED
        && mapping.isSent(wire, document.number())
        && mapping.isSame(wire, document);
  }

  private static PushOutcome ended(Kept kept, boolean fresh) {
    return switch (kept.state()) {
      case AUDITED ->
          fresh
              ? new PushOutcome.Accepted(kept.id(), kept.number())
              : new PushOutcome.Duplicate(kept.id(), kept.number());
      case VOIDED ->
          new PushOutcome.Rejected(
              "VOIDED", "the document has been voided in the ERP; it stays as people left it");
      case CLOSED ->
          new PushOutcome.Rejected(
              "CLOSED", "the document has been closed in the ERP; nothing more comes of it");
      default ->
          new PushOutcome.Rejected(
              "REOPENED", "the document has been sent back in the ERP; people have to decide");
    };
  }

  /** The id ties the save to the document, so that it may be repeated byte by byte. */
  private Written saveInPlace(Mapped.Model model, Kept kept) {
    ObjectNode data = packaged(model.model(), Long.parseLong(kept.id()));
    return wire.save(kept.form(), data.put("ValidateRepeatJson", false));
  }

  private Written step(Kept kept) {
    return kept.state() == Kept.State.CREATED
        ? wire.step("Submit", kept.form(), byNumber(kept.number()))
        : wire.step("Audit", kept.form(), auditing(kept.number()));
  }

  private ObjectNode packaged(ObjectNode model, long id) {
    ObjectNode whole = Json.object().put("FID", id);
    whole.setAll(model);
    ObjectNode data = Json.object();
    data.putArray("NeedUpDateFields");
    data.putArray("NeedReturnFields");
    data.put("IsDeleteEntry", true)
        .put("ValidateFlag", true)
        .put("NumberSearch", true)
        .put("InterationFlags", "")
        .put("ValidateRepeatJson", settings.refuseRepeatedPackage());
    data.set("Model", whole);
    return data;
  }

  static ObjectNode byNumber(String number) {
    ObjectNode data = Json.object();
    data.putArray("Numbers").add(number);
    return data;
  }

  private ObjectNode auditing(String number) {
    return byNumber(number)
        .put("InterationFlags", settings.negativeStock() ? "STK_InvCheckResult" : "");
  }

  private static PushOutcome rejected(Written.Refused refused) {
    return new PushOutcome.Rejected(refused.code(), refused.message());
  }

  @Override
  public Optional<Found> lookUp(String number) {
    for (String form : mapping.forms()) {
      Optional<Kept> kept = find(form, number);
      if (kept.isPresent()) {
        return kept.map(
            one -> new Found(one.id(), one.number(), one.state() == Kept.State.AUDITED));
      }
    }
    return Optional.empty();
  }

  private Optional<Kept> find(String form, String number) {
    return Kept.find(wire, settings, form, number);
  }
}
