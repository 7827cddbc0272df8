/**
 * Whether an address is one of the public internet. By IANA's registries of special-purpose addresses; `BlockList` of Node.js
 * does the arithmetic, so that no package has to be kept up to date for a list that changes once in years.
 */

import { BlockList, isIPv4, isIPv6 } from "node:net";

const NOT_PUBLIC_IPV4 = [
  "0.0.0.0/8", // this network, and unspecified
  "10.0.0.0/8", // private
  "100.64.0.0/10", // shared by carriers (CGNAT)
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local, and the cloud's metadata
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // 6to4 relays of old
  "192.168.0.0/16", // private
  "198.18.0.0/15", // benchmarking
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and broadcast
];

/**
 * Only this is given out as global unicast: what maps, embeds or translates IPv4 (::/96, ::ffff:0:0/96, 64:ff9b::/96,
 * 64:ff9b:1::/48), unique local (the cloud's metadata too), link-local, site-local, discard and multicast lie outside of it.
 */
const GLOBAL_IPV6 = "2000::/3";
const NOT_PUBLIC_IPV6 = [
  "2001::/23", // protocol assignments: Teredo, benchmarking, ORCHID
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: an IPv4 address within
  "3fff::/20", // documentation
];

const notPublicIpv4 = listOf("ipv4", NOT_PUBLIC_IPV4);
const globalIpv6 = listOf("ipv6", [GLOBAL_IPV6]);
const notPublicIpv6 = listOf("ipv6", NOT_PUBLIC_IPV6);

/** `address`: as a look-up gives it. What is none is not public. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublicIpv4.check(address, "ipv4");
  // A zone is for addresses of this link.
  if (!isIPv6(address) || address.includes("%")) return false;
  return globalIpv6.check(address, "ipv6") && !notPublicIpv6.check(address, "ipv6");
}

function listOf(family: "ipv4" | "ipv6", subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network, bits] = subnet.split("/") as [string, string];
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}
