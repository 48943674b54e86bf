package io.heliu.http.internal;

import io.heliu.http.Transport;
import io.heliu.http.TransportSettings;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/** Sends over OkHttp. Redirects are not followed: a signed call must not wander. */
public final class OkHttpTransport implements Transport {
  private final OkHttpClient client;
  private final long maxBodyBytes;

  /** Creates a transport of its own. */
  public OkHttpTransport(TransportSettings settings) {
    this.client =
        new OkHttpClient.Builder()
            .connectTimeout(settings.connect())
            .readTimeout(settings.read())
            .writeTimeout(settings.read())
            .callTimeout(settings.call())
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .build();
    this.maxBodyBytes = settings.maxBodyBytes();
  }

  @Override
  public WireResponse send(WireRequest request) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted before sending");
    }
    try (Response response = client.newCall(toOkHttp(request)).execute()) {
      return new WireResponse(response.code(), headers(response), body(response.body()));
    } catch (InterruptedIOException e) {
      if (!(e instanceof java.net.SocketTimeoutException) && !"timeout".equals(e.getMessage())) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  private byte[] body(ResponseBody body) throws IOException {
    Buffer buffer = new Buffer();
    while (body.source().read(buffer, 8192) != -1) {
      if (buffer.size() > maxBodyBytes) {
        throw new IOException("answer exceeds " + maxBodyBytes + " bytes");
      }
    }
    return buffer.readByteArray();
  }

  private static List<WireRequest.Header> headers(Response response) {
    Headers headers = response.headers();
    List<WireRequest.Header> result = new ArrayList<>(headers.size());
    for (int i = 0; i < headers.size(); i++) {
      result.add(new WireRequest.Header(headers.name(i), headers.value(i)));
    }
    return result;
  }

  private static Request toOkHttp(WireRequest request) {
    Request.Builder builder = new Request.Builder().url(request.uri().toString());
    for (WireRequest.Header header : request.headers()) {
      builder.addHeader(header.name(), header.value());
    }
    boolean hasBody = !request.method().equals("GET");
    return builder
        .method(request.method(), hasBody ? RequestBody.create(request.body()) : null)
        .build();
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
