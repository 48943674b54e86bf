package io.heliu.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON reader and writer.
 *
 * <p>Numbers keep every digit. Nesting, texts, names, numbers and the document have size limits. A
 * key that occurs twice in an object is refused: which of two amounts counts would be a guess.
 *
 * <p>The accessors take a node and the names that lead to a value, and forgive what platforms do to
 * JSON: a null is a missing value, a number may come as text and a text as number. Every {@link
 * MalformedJson} they throw starts with the path. They first look for the kind of node that nearly
 * always comes: asking nodes of any kind what they are takes longer than reading them. Thread-safe.
 */
public final class Json {
  private static final int MAX_NESTING = 100;
  private static final int MAX_TEXT = 8 << 20;
  private static final int MAX_NAME = 1_000;
  private static final int MAX_DIGITS = 100;
  private static final long MAX_DOCUMENT = 64L << 20;
  private static final String TOO_LARGE_NUMBER =
      "document: numbers must have at most " + MAX_DIGITS + " digits and places";

  private static final PlainNumbers NUMBERS = new PlainNumbers();
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_NESTING)
                          .maxStringLength(MAX_TEXT)
                          .maxNameLength(MAX_NAME)
                          .maxNumberLength(MAX_DIGITS)
                          .maxDocumentLength(MAX_DOCUMENT)
                          .build())
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .nodeFactory(NUMBERS)
          .build();

  /** A cell ends before the document does. */
  private static final ObjectReader CELL =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /** Tells whether a number has few enough places to be written without an exponent. */
  public static boolean isPlain(BigDecimal number) {
    return Math.abs((long) number.scale()) <= MAX_DIGITS;
  }

  /**
   * A short number with a large exponent would be written as millions of digits. As a text it is
   * refused where somebody asks for its number, and spoils nothing beside it.
   */
  private static final class PlainNumbers extends JsonNodeFactory {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public ValueNode numberNode(BigDecimal number) {
      boolean plain = number == null || isPlain(number);
      return plain ? super.numberNode(number) : textNode(number.toString());
    }
  }

  /**
   * Reads a UTF-8 document.
   *
   * @throws MalformedJson if it is empty, not JSON, goes on after its end, has a key twice or
   *     exceeds a limit
   */
  public static JsonNode parse(byte[] document) {
    JsonNode node = read(() -> MAPPER.readTree(document));
    if (node == null || node.isMissingNode()) {
      throw new MalformedJson("document: must not be empty");
    }
    return node;
  }

  /**
   * Reads a UTF-8 document that is a table, an array of rows of cells, in less time than a tree of
   * it takes.
   *
   * @param width how many cells each row has
   * @return the rows; null if the document begins as anything but such a table
   * @throws MalformedJson as {@link #parse(byte[])}
   */
  public static @Nullable List<JsonNode[]> table(byte[] document, int width) {
    return read(
        () -> {
          try (JsonParser parser = MAPPER.createParser(document)) {
            return parser.nextToken() == JsonToken.START_ARRAY ? rows(parser, width) : null;
          }
        });
  }

  private static @Nullable List<JsonNode[]> rows(JsonParser parser, int width) throws IOException {
    List<JsonNode[]> rows = new ArrayList<>();
    JsonToken token = parser.nextToken();
    for (; token == JsonToken.START_ARRAY; token = parser.nextToken()) {
      JsonNode[] cells = new JsonNode[width];
      for (int i = 0; i < width; i++) {
        token = parser.nextToken();
        if (token == JsonToken.END_ARRAY) {
          return null;
        }
        cells[i] = cell(parser, token);
      }
      if (parser.nextToken() != JsonToken.END_ARRAY) {
        return null;
      }
      rows.add(cells);
    }
    if (token != JsonToken.END_ARRAY) {
      return null;
    }
    if (parser.nextToken() != null) {
      throw new MalformedJson("document: must not go on after its end");
    }
    return rows;
  }

  /** Makes the node that a tree would have here. */
  private static JsonNode cell(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> TextNode.valueOf(parser.getText());
      case VALUE_NUMBER_FLOAT -> NUMBERS.numberNode(parser.getDecimalValue());
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT -> IntNode.valueOf(parser.getIntValue());
            case LONG -> LongNode.valueOf(parser.getLongValue());
            default -> BigIntegerNode.valueOf(parser.getBigIntegerValue());
          };
      case VALUE_NULL -> NullNode.getInstance();
      default -> CELL.readTree(parser);
    };
  }

  private interface Reading<T> {
    @Nullable T read() throws IOException;
  }

  private static <T> @Nullable T read(Reading<T> reading) {
    try {
      return reading.read();
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (NumberFormatException e) {
      // An exponent beyond 32 bits; the exception's own text quotes the number.
      throw new MalformedJson(TOO_LARGE_NUMBER);
    } catch (IOException e) {
      // Bytes that are no UTF-8; the exception's own text quotes them.
      throw new MalformedJson(
          "document: must be UTF-8 JSON (" + e.getClass().getSimpleName() + ")");
    }
  }

  /**
   * Reads a document, for example one that came as a text inside another.
   *
   * @throws MalformedJson as {@link #parse(byte[])}
   */
  public static JsonNode parse(String document) {
    return parse(document.getBytes(StandardCharsets.UTF_8));
  }

  /** Jackson quotes the content in its message, so the message and the cause stay here. */
  private static MalformedJson malformed(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    String place =
        location == null
            ? ""
            : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    return new MalformedJson(
        "document: must be JSON within the limits"
            + place
            + " ("
            + e.getClass().getSimpleName()
            + ")");
  }

  /** Returns a new empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns a new empty array. */
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Writes a document without spaces, keys in their order. */
  public static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a document in UTF-8 without spaces, keys in their order. */
  public static byte[] bytes(JsonNode node) {
    return write(node).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the node at a path; a {@link MissingNode} if it is missing or null. */
  public static JsonNode at(JsonNode node, String... path) {
    JsonNode current = node;
    for (String name : path) {
      current = current.path(name);
    }
    return current instanceof NullNode ? MissingNode.getInstance() : current;
  }

  /**
   * Returns the object at a path.
   *
   * @throws MalformedJson if there is none
   */
  public static ObjectNode require(JsonNode node, String... path) {
    if (at(node, path) instanceof ObjectNode object) {
      return object;
    }
    throw new MalformedJson(name(path) + ": must be an object");
  }

  /**
   * Returns a text; a number as its exact digits without exponent; null if missing or null.
   *
   * @throws MalformedJson if it is an object, an array or a number of absurd size
   */
  public static @Nullable String text(JsonNode node, String... path) {
    JsonNode value = at(node, path);
    if (value instanceof TextNode text) {
      return text.textValue();
    }
    if (value.isMissingNode()) {
      return null;
    }
    if (value.isContainerNode()) {
      throw new MalformedJson(name(path) + ": must be a text");
    }
    return value.isBigDecimal()
        ? bounded(value.decimalValue(), path).toPlainString()
        : value.asText();
  }

  /**
   * Returns a text that must be there.
   *
   * @throws MalformedJson if it is missing, null, empty or as in {@link #text}
   */
  public static String requireText(JsonNode node, String... path) {
    String value = text(node, path);
    if (value == null || value.isEmpty()) {
      throw new MalformedJson(name(path) + ": must not be missing or empty");
    }
    return value;
  }

  /**
   * Returns a whole number given as number or text; null if missing, null or an empty text.
   *
   * @throws MalformedJson if it is anything else or does not fit into 64 bits
   */
  public static @Nullable Long longOf(JsonNode node, String... path) {
    JsonNode number = at(node, path);
    if (number instanceof IntNode || number instanceof LongNode) {
      return number.longValue();
    }
    BigDecimal value = decimal(node, path);
    if (value == null) {
      return null;
    }
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw new MalformedJson(name(path) + ": must be a whole number of 64 bits");
    }
  }

  /**
   * Returns a whole number that must be there.
   *
   * @throws MalformedJson if it is missing or as in {@link #longOf}
   */
  public static long requireLong(JsonNode node, String... path) {
    Long value = longOf(node, path);
    if (value == null) {
      throw new MalformedJson(name(path) + ": must not be missing or empty");
    }
    return value;
  }

  /**
   * Returns a number given as number or text, every digit kept; null if missing, null or an empty
   * text.
   *
   * @throws MalformedJson if it is anything else
   */
  public static @Nullable BigDecimal decimal(JsonNode node, String... path) {
    JsonNode value = at(node, path);
    if (value instanceof DecimalNode number) {
      return bounded(number.decimalValue(), path);
    }
    if (value.isMissingNode() || (value.isTextual() && value.textValue().isEmpty())) {
      return null;
    }
    if (value.isNumber()) {
      return bounded(value.decimalValue(), path);
    }
    if (value.isTextual() && value.textValue().length() <= MAX_DIGITS) {
      try {
        return bounded(new BigDecimal(value.textValue()), path);
      } catch (NumberFormatException e) {
        throw new MalformedJson(name(path) + ": must be a number");
      }
    }
    throw new MalformedJson(name(path) + ": must be a number");
  }

  /**
   * Returns a truth value given as true, false, 1, 0 or one of these as text; null if missing, null
   * or an empty text.
   *
   * @throws MalformedJson if it is anything else
   */
  public static @Nullable Boolean bool(JsonNode node, String... path) {
    String value = text(node, path);
    if (value == null || value.isEmpty()) {
      return null;
    }
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new MalformedJson(name(path) + ": must be true, false, 1 or 0");
    };
  }

  /**
   * Returns the elements of an array, nulls left out. Missing, null, an empty text and an empty
   * object are an empty list; anything else that is no array is a list of one, as systems that
   * convert XML to JSON send it.
   */
  public static List<JsonNode> list(JsonNode node, String... path) {
    JsonNode value = at(node, path);
    boolean nothing =
        value.isMissingNode()
            || (value.isObject() && value.isEmpty())
            || (value.isTextual() && value.textValue().isEmpty());
    if (nothing) {
      return List.of();
    }
    if (!value.isArray()) {
      return List.of(value);
    }
    List<JsonNode> elements = new ArrayList<>(value.size());
    for (JsonNode element : value) {
      if (!element.isNull()) {
        elements.add(element);
      }
    }
    return elements;
  }

  /** An exponent makes a short text a huge number: refuse what no price or id can be. */
  private static BigDecimal bounded(BigDecimal value, String... path) {
    if (!isPlain(value)) {
      throw new MalformedJson(name(path) + ": must have at most " + MAX_DIGITS + " digits");
    }
    return value;
  }

  private static String name(String... path) {
    return path.length == 0 ? "document" : String.join(".", path);
  }
}
