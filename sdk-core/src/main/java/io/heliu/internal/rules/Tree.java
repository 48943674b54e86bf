package io.heliu.internal.rules;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliu.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/**
 * Reads a document as a tree of bounded size. A field that occurs twice is a problem with its
 * place: which of the two counts would be a guess.
 */
final class Tree {
  static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_NODES = 100_000;
  private static final int MAX_NESTING = 20;
  private static final int MAX_NAME = 200;
  private static final int MAX_TEXT = 4_000;
  private static final int MAX_DIGITS = 40;
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(MAX_TEXT)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(MAX_DIGITS)
                  .maxDocumentLength(MAX_CHARACTERS)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final Problems problems;
  private int nodes;

  private Tree(Problems problems) {
    this.problems = problems;
  }

  /** Reads the document; a missing node if it is no JSON or too large, which then is a problem. */
  static JsonNode read(String json, Problems problems) {
    if (json.length() > MAX_CHARACTERS) {
      String found = json.length() + " characters";
      problems.add("", found, "at most " + MAX_CHARACTERS + " characters");
      return MissingNode.getInstance();
    }
    try (JsonParser parser = FACTORY.createParser(json)) {
      return new Tree(problems).document(parser);
    } catch (JsonProcessingException e) {
      // Jackson quotes the content in its message.
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : " at line " + at.getLineNr() + " column " + at.getColumnNr();
      problems.add("", "no JSON" + place, "a JSON document within the limits: " + limits());
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String limits() {
    return MAX_NESTING
        + " levels, texts of "
        + MAX_TEXT
        + " characters, names of "
        + MAX_NAME
        + ", numbers of "
        + MAX_DIGITS
        + " digits";
  }

  private JsonNode document(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      problems.add("", "nothing", "a JSON document");
      return MissingNode.getInstance();
    }
    JsonNode read = value(parser, "");
    if (nodes <= MAX_NODES && parser.nextToken() != null) {
      problems.add("", "more after the end", "one JSON document");
    }
    if (nodes > MAX_NODES) {
      problems.add("", "more values", "at most " + MAX_NODES + " values");
      return MissingNode.getInstance();
    }
    return read;
  }

  private JsonNode value(JsonParser parser, String at) throws IOException {
    nodes++;
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, at);
      case START_ARRAY -> array(parser, at);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> number(parser, at);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private JsonNode number(JsonParser parser, String at) throws IOException {
    try {
      BigDecimal number = parser.getDecimalValue();
      return Json.isPlain(number) ? NODES.numberNode(number) : NODES.textNode(number.toString());
    } catch (NumberFormatException e) {
      // An exponent beyond 32 bits: no number that could be kept.
    }
    problems.add(
        at,
        "a number with a large exponent",
        "a number of at most " + MAX_DIGITS + " digits and places");
    return NODES.nullNode();
  }

  private ObjectNode object(JsonParser parser, String at) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (nodes <= MAX_NODES && parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      String place = at + "/" + escaped(name);
      parser.nextToken();
      JsonNode value = value(parser, place);
      if (object.has(name)) {
        problems.add(place, "the field a second time", "each field once");
      } else {
        object.set(name, value);
      }
    }
    return object;
  }

  private ArrayNode array(JsonParser parser, String at) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (nodes <= MAX_NODES && parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser, at + "/" + array.size()));
    }
    return array;
  }

  /** Returns a name as it stands in a JSON pointer. */
  static String escaped(String name) {
    return Problems.shortened(name).replace("~", "~0").replace("/", "~1");
  }
}
