package io.holdfast.sink.hadoop;

import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.TextOutputFormat;

/** A format of the older package; a class of its own, because both packages use the same names. */
final class OldTextFormat extends TextOutputFormat<Text, NullWritable> {}
