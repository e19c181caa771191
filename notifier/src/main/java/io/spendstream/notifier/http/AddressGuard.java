package io.spendstream.notifier.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Decides which addresses may be connected to. It is the resolver of the HTTP client, so that what was checked is what
 * is connected to: a name that answers differently the second time gains nothing.
 *
 * <p>Refused are the special-purpose addresses of RFC 6890 and its registries: this host, private networks, link-local
 * addresses, where clouds keep their metadata, and those that carry an IPv4 address inside an IPv6 one. Thread-safe.
 */
public final class AddressGuard implements DnsResolver {
    private static final List<AddressRange> REFUSED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16", // a public address by number, and the platform's own in one of the clouds
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(AddressRange::parse)
            .toList();

    private final List<AddressRange> allowed;

    /** Creates a guard that lets {@code allowed} through although they are private. */
    public AddressGuard(List<AddressRange> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Returns whether {@code address} may be connected to. */
    public boolean isPermitted(InetAddress address) {
        return allowed.stream().anyMatch(range -> range.contains(address))
                || REFUSED.stream().noneMatch(range -> range.contains(address));
    }

    /** Returns whether {@code host} is an address, not a name, that may not be connected to. */
    public boolean isRefusedLiteral(String host) {
        String address = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            return AddressRange.isLiteral(address) && !isPermitted(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            return true;
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = InetAddress.getAllByName(host);
        InetAddress[] permitted = Arrays.stream(found).filter(this::isPermitted).toArray(InetAddress[]::new);
        if (permitted.length == 0) {
            throw new RefusedAddressException(host, found[0].getHostAddress());
        }
        return permitted;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
