package io.heliu.statement;

import io.heliu.Fault;
import io.heliu.http.RemoteCall;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.net.URI;

/**
 * Downloads a bill. The address lives 30 s and is never tried twice: a new one is asked for
 * instead.
 */
final class AlipayDownloadCall implements RemoteCall<byte[]> {
  private final String account;
  private final URI url;

  AlipayDownloadCall(String account, URI url) {
    this.account = account;
    this.url = url;
  }

  @Override
  public String operation() {
    return "bill-download";
  }

  @Override
  public String account() {
    return account;
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public WireRequest request(Attempt attempt) {
    return WireRequest.get(url);
  }

  @Override
  public Verdict<byte[]> read(WireResponse response) {
    byte[] body = response.body();
    boolean zip = body.length > 4 && body[0] == 'P' && body[1] == 'K';
    if (response.status() == 200 && zip) {
      return Verdict.done(body);
    }
    // An expired address answers with a page or an error; a new address may well do better.
    return Verdict.failed(
        new Fault.Remote(
            Fault.Details.of("alipay", operation(), "no zip but HTTP status " + response.status()),
            true),
        Next.GIVE_UP);
  }
}
