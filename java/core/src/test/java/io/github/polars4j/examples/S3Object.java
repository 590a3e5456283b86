package io.github.polars4j.examples;

import io.github.polars4j.InputFile;
import io.github.polars4j.OutputFile;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** An object of S3, to be read in ranges, or written as an upload of parts. */
public final class S3Object implements InputFile, OutputFile {
  private static final int PART_BYTES = 8 << 20; // 5 MiB at least

  private final S3Client s3;
  private final String bucket;
  private final String key;
  private final List<CompletedPart> parts = new ArrayList<>();
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private String eTag;
  private String upload;

  public S3Object(S3Client s3, String bucket, String key) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
  }

  @Override
  public String name() {
    return "s3://" + bucket + "/" + key;
  }

  @Override
  public long length() {
    HeadObjectResponse head = s3.headObject(r -> r.bucket(bucket).key(key));
    eTag = head.eTag(); // what is read is one and the same object, or refused
    return head.contentLength();
  }

  @Override
  public void readFully(long position, ByteBuffer target) {
    String range = "bytes=" + position + "-" + (position + target.remaining() - 1);
    target.put(
        s3.getObjectAsBytes(r -> r.bucket(bucket).key(key).range(range).ifMatch(eTag))
            .asByteBuffer());
  }

  @Override
  public OutputStream create() {
    upload = s3.createMultipartUpload(r -> r.bucket(bucket).key(key)).uploadId();
    return new OutputStream() {
      @Override
      public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) {
        part.write(bytes, from, length);
        if (part.size() >= PART_BYTES) {
          send();
        }
      }
    };
  }

  private void send() {
    int number = parts.size() + 1;
    RequestBody body = RequestBody.fromBytes(part.toByteArray());
    part.reset();
    String tag =
        s3.uploadPart(r -> r.bucket(bucket).key(key).uploadId(upload).partNumber(number), body)
            .eTag();
    parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
  }

  @Override
  public void commit() {
    if (part.size() > 0 || parts.isEmpty()) {
      send();
    }
    s3.completeMultipartUpload(
        r -> r.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
  }

  @Override
  public void discard() {
    s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(upload));
  }
}
