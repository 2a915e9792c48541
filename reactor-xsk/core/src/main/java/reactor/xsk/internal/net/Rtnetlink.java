package reactor.xsk.internal.net;

/** Constants of {@code linux/rtnetlink.h}, {@code linux/neighbour.h} and {@code linux/if.h}. */
final class Rtnetlink {

  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  // message types
  static final int RTM_NEWROUTE = 24;
  static final int RTM_GETROUTE = 26;
  static final int RTM_NEWNEIGH = 28;
  static final int RTM_DELNEIGH = 29;
  static final int RTM_GETNEIGH = 30;

  // groups
  static final int RTNLGRP_LINK = 1;
  static final int RTNLGRP_NEIGH = 3;
  static final int RTNLGRP_IPV4_IFADDR = 5;
  static final int RTNLGRP_IPV4_ROUTE = 7;
  static final int RTNLGRP_IPV4_RULE = 8;
  static final int RTNLGRP_IPV6_IFADDR = 9;
  static final int RTNLGRP_IPV6_ROUTE = 11;
  static final int RTNLGRP_IPV6_RULE = 19;
  static final int RTNLGRP_NEXTHOP = 32;

  // route attributes
  static final int RTA_DST = 1;
  static final int RTA_SRC = 2;
  static final int RTA_OIF = 4;
  static final int RTA_GATEWAY = 5;
  static final int RTA_PREFSRC = 7;
  static final int RTA_METRICS = 8;
  static final int RTA_VIA = 18;
  static final int RTA_IP_PROTO = 27;
  static final int RTA_SPORT = 28;
  static final int RTA_DPORT = 29;
  static final int RTAX_LOCK = 1;
  static final int RTAX_MTU = 2;
  static final int RTAX_HOPLIMIT = 10;

  // rtm_type
  static final int RTN_UNICAST = 1;
  static final int RTN_LOCAL = 2;
  static final int RTN_BROADCAST = 3;
  static final int RTN_ANYCAST = 4;
  static final int RTN_MULTICAST = 5;

  // neighbour attributes
  static final int NDA_DST = 1;
  static final int NDA_LLADDR = 2;
  static final int NDA_CACHEINFO = 3;
  static final int NDA_FLAGS_EXT = 15;

  // ndm_state
  static final int NUD_NONE = 0;
  static final int NUD_REACHABLE = 0x02;
  static final int NUD_STALE = 0x04;
  static final int NUD_DELAY = 0x08;
  static final int NUD_PROBE = 0x10;
  static final int NUD_FAILED = 0x20;
  static final int NUD_NOARP = 0x40;
  static final int NUD_PERMANENT = 0x80;

  // ndm_flags, and those of NDA_FLAGS_EXT
  static final int NTF_USE = 0x01;
  static final int NTF_EXT_MANAGED = 0x01;

  // ifi_flags
  static final int IFF_NOARP = 0x80;

  private Rtnetlink() {}
}
