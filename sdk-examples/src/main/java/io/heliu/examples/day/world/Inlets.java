package io.heliu.examples.day.world;

import java.net.URI;

/**
 * The addresses at which the merchant's system listens.
 *
 * @param wechat what the WeChat platform was given for its pushes
 * @param tills what the tills were given for their tickets
 * @param ownShop where the mini-program sends what a buyer orders
 * @param ownRefunds where it sends what a buyer wants back, and how that ended
 */
public record Inlets(URI wechat, URI tills, URI ownShop, URI ownRefunds) {}
