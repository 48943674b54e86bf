package io.heliu.flow;

import io.heliu.Listener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the alerts. */
final class Heard implements Listener {
  final List<Alert> alerts = new CopyOnWriteArrayList<>();

  @Override
  public void alerted(Alert alert) {
    alerts.add(alert);
  }

  List<String> codes() {
    return alerts.stream().map(Alert::code).toList();
  }
}
