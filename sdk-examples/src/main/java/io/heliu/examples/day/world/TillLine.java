package io.heliu.examples.day.world;

import io.heliu.http.WireRequest.Header;
import io.heliu.http.standin.Misbehaviour;
import io.heliu.http.standin.Reply;
import io.heliu.http.standin.Request;
import io.heliu.http.standin.StandIn;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The line between tills and the merchant: it hands on what is posted, and breaks now and then. */
final class TillLine extends StandIn {
  private volatile @Nullable URI receiver;

  TillLine(Clock clock, Mischief mischief) {
    super(clock);
    mischief.rule(this, "pushed, no answer", 4, request -> true, new Misbehaviour.LoseAnswer());
    mischief.rule(this, "pushed, half an answer", 5, request -> true, new Misbehaviour.HalfBody());
    mischief.rule(this, "line is busy", 6, request -> true, new Misbehaviour.Status(503));
    mischief.rule(this, "line is cut", 7, request -> true, new Misbehaviour.Disconnect());
  }

  void connect(URI receiver) {
    this.receiver = receiver;
  }

  @Override
  protected Reply handle(Request request) {
    try {
      URI address = Objects.requireNonNull(receiver, "receiver");
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(request.body().length);
      for (Header header : request.headers()) {
        if (header.name().startsWith("X-") || header.name().equalsIgnoreCase("Content-Type")) {
          connection.setRequestProperty(header.name(), header.value());
        }
      }
      try (OutputStream out = connection.getOutputStream()) {
        out.write(request.body());
      }
      int status = connection.getResponseCode();
      try (InputStream in =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        return Reply.of(status, "application/json", in == null ? new byte[0] : in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every attempt at a batch has the same body. */
  @Override
  protected String faultKey(Request request) {
    return request.text();
  }
}
