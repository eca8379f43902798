/** The graph of a checkpoint as a picture: as Mermaid, and as SVG drawn by a layout of its own. */
package io.holdfast.inspection.graph;
