package io.heliu.channel.pos;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliu.channel.internal.Sha256;
import io.heliu.internal.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a push: the same tickets, by the same assembler, as those of a drop file. Used once. */
final class PushReader {
  private static final int MAX_ERRORS = 20;

  private final String store;
  private final String terminal;
  private final TicketAssembler assembler;
  private final Map<Integer, List<Problem>> rejected = new TreeMap<>();
  private final List<@Nullable String> numbers = new ArrayList<>();

  PushReader(String store, String terminal, Instant now) {
    this.store = store;
    this.terminal = terminal;
    this.assembler = new TicketAssembler(now);
  }

  /**
   * A push that was read.
   *
   * @param file its tickets
   * @param rejected what is wrong with the tickets that could not be read, by their place from 1
   * @param numbers the ticket numbers as the till wrote them, or null
   */
  record Push(PosFile file, Map<Integer, List<Problem>> rejected, List<@Nullable String> numbers) {}

  /** A push that cannot be read as a whole. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    Unreadable(List<Problem> problems) {
      super("the push cannot be read");
      this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
      return problems;
    }
  }

  Push read(JsonNode root, byte[] body, int maxTickets) throws Unreadable {
    List<Problem> problems = new ArrayList<>();
    PushFields push = new PushFields(root, "", problems);
    String batchId = push.requireText("batchId");
    if (push.has("sentAt")) {
      push.requireTime("sentAt");
    }
    JsonNode tickets = Json.at(root, "tickets");
    if (!tickets.isArray() || tickets.size() > maxTickets) {
      push.problem("tickets", "TYPE", "must be an array of at most " + maxTickets);
    }
    if (!problems.isEmpty() || batchId == null) {
      throw new Unreadable(problems);
    }
    for (int i = 0; i < tickets.size(); i++) {
      ticket(tickets.get(i), i);
    }
    PosFile file = assembler.file(batchId, body.length, Sha256.of(body), PosFile.Control.ABSENT);
    return new Push(file, rejected, numbers);
  }

  private void ticket(JsonNode node, int index) {
    List<Problem> problems = new ArrayList<>();
    PushFields fields = new PushFields(node, "/tickets/" + index, problems);
    TicketKey key = key(fields, store, terminal);
    numbers.add(key == null ? null : key.ticketNo());
    PushTicket ticket = new PushTicket(fields, problems);
    TicketAssembler.Group group = ticket.read(key, index + 1, this::original);
    if (problems.isEmpty() && group != null) {
      assembler.assemble(group);
    } else {
      List<Problem> some = List.copyOf(problems.subList(0, Math.min(MAX_ERRORS, problems.size())));
      rejected.put(index + 1, some);
      assembler.addMalformed(
          new PosFile.Malformed(index + 1, key, Json.write(node), some.get(0).toString()));
    }
  }

  private @Nullable TicketKey original(PushFields fields) {
    String originalStore = fields.requireText("store");
    String originalTerminal = fields.requireText("terminal");
    return originalStore == null || originalTerminal == null
        ? null
        : key(fields, originalStore, originalTerminal);
  }

  private static @Nullable TicketKey key(PushFields fields, String store, String terminal) {
    String number = fields.requireText("ticketNo");
    var date = fields.requireDate("businessDate");
    if (number == null || date == null) {
      return null;
    }
    try {
      return new TicketKey(store, terminal, date, number);
    } catch (IllegalArgumentException | DateTimeException e) {
      fields.problem("ticketNo", "FORMAT", String.valueOf(e.getMessage()));
      return null;
    }
  }
}
