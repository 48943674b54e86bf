package io.heliu.channel.wechat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What came of a request to the address that the platform pushes to (消息推送). */
public sealed interface CallbackResult {

  /**
   * A push that is genuine. It is a hint: read the entity again, and answer {@code success}.
   *
   * @param topic what it is about
   * @param event the platform's own word
   * @param entityId the id of what changed; null if the topic is {@link Topic#OTHER}
   */
  record Hint(Topic topic, String event, @Nullable String entityId) implements CallbackResult {
    /** Checks that everything that must be there is. */
    public Hint {
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(event, "event");
    }
  }

  /**
   * The platform checks the address: answer with this text as it is.
   *
   * @param text the text
   */
  record Echo(String text) implements CallbackResult {
    /** Checks that the text is there. */
    public Echo {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * Not to be acted on.
   *
   * @param reason why
   */
  record Refused(Reason reason) implements CallbackResult {
    /** Checks that the reason is there. */
    public Refused {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** What a push is about. */
  enum Topic {
    /** An order; the entity is its number. */
    ORDER,
    /** An after-sale; the entity is its id. */
    AFTER_SALE,
    /** A complaint; the entity is its id. */
    COMPLAINT,
    /** An item that runs out of stock; the entity is its product id. */
    STOCK,
    /** An item; the entity is its product id. */
    ITEM,
    /** An order of a co-operating shop (合作店铺); the entity is its number there. */
    PARTNER_ORDER,
    /** Something else, or something without an id that could be found. */
    OTHER
  }

  /** Why a request is not to be acted on. */
  enum Reason {
    /** A parameter is missing or not readable. */
    INCOMPLETE,
    /** It is too old, or its time is too far ahead of ours. */
    OUT_OF_TIME,
    /** None of our keys gives its signature. */
    WRONG_SIGNATURE,
    /** It is not encrypted, and only encrypted pushes are taken. */
    NOT_ENCRYPTED,
    /** It was taken before; answer {@code success}, or it comes again. */
    REPEATED,
    /** It is for another app. */
    WRONG_APP,
    /** It is signed by our key but cannot be decrypted or is not JSON. */
    UNREADABLE,
    /** It is larger than any push of the platform. */
    TOO_LARGE
  }
}
