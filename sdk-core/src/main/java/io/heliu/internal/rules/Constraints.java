package io.heliu.internal.rules;

import jakarta.validation.Constraint;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The Jakarta Validation constraints of a field, with the meaning that the specification gives
 * them. A constraint that is not known here stops the program: a rule must not go unchecked.
 */
final class Constraints {
  private Constraints() {}

  /** Tells whether a field must be there. */
  static boolean isRequired(AnnotatedElement rules) {
    return rules.isAnnotationPresent(NotNull.class) || rules.isAnnotationPresent(NotBlank.class);
  }

  /** Hands over what would have been allowed, for each constraint that a value breaks. */
  static void check(Object value, AnnotatedElement rules, Consumer<String> refusals) {
    for (Annotation annotation : rules.getAnnotations()) {
      if (!holds(value, annotation)) {
        refusals.accept(allowed(value, annotation));
      }
    }
  }

  /** Tells whether a list of this many entries is within its bounds. */
  static boolean fits(int size, AnnotatedElement rules) {
    Size bounds = rules.getAnnotation(Size.class);
    return bounds == null || (size >= bounds.min() && size <= bounds.max());
  }

  /** Returns which numbers of entries are within the bounds. */
  static String entries(AnnotatedElement rules) {
    Size bounds = rules.getAnnotation(Size.class);
    return bounds == null ? "any number of entries" : between(bounds) + " entries";
  }

  private static boolean holds(Object value, Annotation annotation) {
    if (annotation instanceof Pattern pattern) {
      return ((String) value).matches(pattern.regexp());
    }
    if (annotation instanceof Min min) {
      return decimal(value).compareTo(BigDecimal.valueOf(min.value())) >= 0;
    }
    if (annotation instanceof Max max) {
      return decimal(value).compareTo(BigDecimal.valueOf(max.value())) <= 0;
    }
    if (annotation instanceof DecimalMin min) {
      int sign = decimal(value).compareTo(new BigDecimal(min.value()));
      return sign > 0 || (sign == 0 && min.inclusive());
    }
    if (annotation instanceof DecimalMax max) {
      int sign = decimal(value).compareTo(new BigDecimal(max.value()));
      return sign < 0 || (sign == 0 && max.inclusive());
    }
    if (annotation instanceof Positive) {
      return decimal(value).signum() > 0;
    }
    if (annotation instanceof NotBlank) {
      return !((String) value).isBlank();
    }
    if (annotation instanceof Size size) {
      int length = length(value);
      return length >= size.min() && length <= size.max();
    }
    boolean known = annotation instanceof NotNull;
    if (!known && annotation.annotationType().isAnnotationPresent(Constraint.class)) {
      throw new IllegalStateException("constraint: " + annotation + " is not known");
    }
    return true;
  }

  private static String allowed(Object value, Annotation annotation) {
    if (annotation instanceof Pattern pattern) {
      return pattern.message();
    }
    if (annotation instanceof Min min) {
      return "at least " + min.value();
    }
    if (annotation instanceof Max max) {
      return "at most " + max.value();
    }
    if (annotation instanceof DecimalMin min) {
      return (min.inclusive() ? "at least " : "more than ") + min.value();
    }
    if (annotation instanceof DecimalMax max) {
      return (max.inclusive() ? "at most " : "less than ") + max.value();
    }
    if (annotation instanceof Size size) {
      return between(size) + (value instanceof String ? " characters" : " entries");
    }
    return annotation instanceof Positive ? "more than 0" : "a text that is not blank";
  }

  private static String between(Size size) {
    return "between " + size.min() + " and " + size.max();
  }

  private static BigDecimal decimal(Object value) {
    return value instanceof BigDecimal decimal
        ? decimal
        : BigDecimal.valueOf(((Number) value).longValue());
  }

  private static int length(Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    return value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
  }
}
