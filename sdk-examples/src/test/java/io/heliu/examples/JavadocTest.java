package io.heliu.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Everything that a host can name has a comment. */
class JavadocTest {

  @Test
  void publicApi_everyTypeAndMember_hasAComment() throws IOException {
    List<String> bare = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
      DocTrees comments = DocTrees.instance(task);
      int types = 0;
      for (CompilationUnitTree unit : task.parse()) {
        for (Tree declared : unit.getTypeDecls()) {
          if (declared instanceof ClassTree type && isVisible(type.getModifiers(), false)) {
            types++;
            new Look(comments, bare).at(new TreePath(new TreePath(unit), type), type);
          }
        }
      }
      assertThat(types).isGreaterThan(100);
    }
    assertThat(bare).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("sdk-core", "sdk-channels", "sdk-erp", "sdk-reconcile")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !isInternal(file))
            .forEach(sources::add);
      }
    }
    return sources;
  }

  private static boolean isInternal(Path file) {
    for (Path part : file) {
      if (part.toString().equals("internal")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isVisible(ModifiersTree modifiers, boolean inInterface) {
    return inInterface
        ? !modifiers.getFlags().contains(Modifier.PRIVATE)
        : modifiers.getFlags().contains(Modifier.PUBLIC)
            || modifiers.getFlags().contains(Modifier.PROTECTED);
  }

  /** Walks through a type. */
  private record Look(DocTrees comments, List<String> bare) {

    void at(TreePath path, ClassTree type) {
      check(path, type.getSimpleName().toString());
      boolean inInterface =
          type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
      for (Tree member : type.getMembers()) {
        TreePath inner = new TreePath(path, member);
        if (member instanceof ClassTree nested && isVisible(nested.getModifiers(), inInterface)) {
          at(inner, nested);
        } else if (member instanceof MethodTree method
            && isVisible(method.getModifiers(), inInterface)
            && !overrides(method)) {
          check(inner, type.getSimpleName() + "." + method.getName());
        } else if (member instanceof VariableTree field
            && isVisible(field.getModifiers(), inInterface)) {
          check(inner, type.getSimpleName() + "." + field.getName());
        }
      }
    }

    /** What is inherited has its comment where it comes from. */
    private static boolean overrides(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    private void check(TreePath path, String name) {
      String comment = comments.getDocComment(path);
      if (comment == null || comment.isBlank()) {
        bare.add(name);
      }
    }
  }
}
