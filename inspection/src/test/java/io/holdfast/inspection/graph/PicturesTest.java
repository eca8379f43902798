package io.holdfast.inspection.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdfast.ConfigurationException;
import java.io.StringReader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What is drawn can be read by parsers, whatever names a job gives. */
class PicturesTest {
  private static final int GRAPHS = 25;

  private static Document svg(GraphModel graph) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(SvgGraph.of(graph))));
  }

  private static Set<String> texts(Document svg) {
    Set<String> texts = new TreeSet<>();
    NodeList found = svg.getElementsByTagName("text");
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void theSvgIsXmlWhateverTheNames() throws Exception {
    for (int seed = 0; seed < GRAPHS; seed++) {
      GraphModel graph =
          GraphModel.of(Graphs.random(new SplittableRandom(seed), 20), Graphs.HOSTILE);
      Document svg = svg(graph);
      Set<String> texts = texts(svg);
      graph.boxes().forEach(box -> assertTrue(texts.contains(box.label()), box.label()));
      assertEquals(graph.boxes().size() + 1, svg.getElementsByTagName("title").getLength());
      NodeList paths = svg.getElementsByTagName("path");
      int edges = 0;
      for (int i = 0; i < paths.getLength(); i++) {
        edges += ((Element) paths.item(i)).getAttribute("class").equals("edge") ? 1 : 0;
      }
      assertEquals(graph.edges().size(), edges);
    }
  }

  @Test
  void longNamesAreCutAndKeptInTheTitle() throws Exception {
    String name = "x".repeat(500);
    GraphModel graph = GraphModel.of(Graphs.parse("1 0 receiverStream " + name), "long");
    assertEquals(32, graph.boxes().get(0).label().length());
    assertTrue(graph.boxes().get(0).label().endsWith("…"));
    assertTrue(SvgGraph.of(graph).contains(name));
  }

  @Test
  void whatXmlForbidsIsReplaced() {
    assertEquals("&lt;&gt;&amp;&quot;\ufffd\ufffd", SvgGraph.xml("<>&\"\u0001\ufffe"));
  }

  @Test
  void thousandsOfBoxesAreRefused() {
    GraphModel graph = GraphModel.of(Graphs.random(new SplittableRandom(1), 1001), "many");
    ConfigurationException refused =
        assertThrows(ConfigurationException.class, () -> SvgGraph.of(graph));
    assertTrue(refused.getMessage().contains("Use --format text or mermaid"));
  }

  @Test
  void nothingOfANameReachesMermaidsParser() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      GraphModel graph =
          GraphModel.of(Graphs.random(new SplittableRandom(seed), 20), Graphs.HOSTILE);
      String text = MermaidGraph.of(graph);
      for (String line : text.lines().filter(l -> l.startsWith("  n")).toList()) {
        assertTrue(
            line.matches(
                "  n\\d+ --> n\\d+|  n\\d+(\\(\\[|\\[\\(|\\[\\[|\\[)\"[^\"`:<>\\\\\\[\\]{}|%]*"
                    + "(<br/>[^\"`:<>\\\\\\[\\]{}|%]*)?\"(\\]\\)|\\)\\]|\\]\\]|\\]):::[a-z]+"),
            line);
      }
      assertFalse(text.contains("\u001b") || text.contains("\u202e"), text);
    }
  }
}
