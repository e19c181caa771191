package io.spendstream.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private final AddressGuard strict = new AddressGuard(List.of());

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getAllByName(literal)[0];
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.0.0.1",
                "100.100.100.200",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "192.0.0.192",
                "192.168.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "2001:0:7f00:1::",
                "2002:7f00:1::",
                "fd00:ec2::254",
                "fe80::1",
                "ff02::1"
            })
    void refusesWhatIsNotOnThePublicInternet(String address) throws UnknownHostException {
        assertThat(strict.isPermitted(address(address))).isFalse();
        assertThat(strict.isRefusedLiteral(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "100.63.255.255", "100.128.0.0", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"})
    void permitsPublicAddresses(String address) throws UnknownHostException {
        assertThat(strict.isPermitted(address(address))).isTrue();
    }

    @Test
    void permitsWhatWasAllowedAndNothingBeside() throws UnknownHostException {
        var guard = new AddressGuard(List.of(AddressRange.parse("127.0.0.1"), AddressRange.parse("10.1.0.0/16")));

        assertThat(guard.isPermitted(address("127.0.0.1"))).isTrue();
        assertThat(guard.isPermitted(address("10.1.255.1"))).isTrue();
        assertThat(guard.isPermitted(address("127.0.0.2"))).isFalse();
        assertThat(guard.isPermitted(address("10.2.0.1"))).isFalse();
    }

    @Test
    void refusesANameThatLeadsToThisHost() {
        assertThatThrownBy(() -> strict.resolve("localhost"))
                .isInstanceOf(RefusedAddressException.class)
                .hasMessageContaining("localhost is ")
                .hasMessageContaining("allowed.addresses");
    }

    @Test
    void aNameIsNoLiteralAndIsDecidedWhenItIsConnectedTo() {
        assertThat(strict.isRefusedLiteral("localhost")).isFalse();
        assertThat(strict.isRefusedLiteral("[::1]")).isTrue();
    }
}
