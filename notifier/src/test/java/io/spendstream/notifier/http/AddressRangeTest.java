package io.spendstream.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getAllByName(literal)[0];
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "172.16.0.0/12, 172.31.255.255, 172.32.0.0",
        "192.168.1.0/25, 192.168.1.127, 192.168.1.128",
        "10.1.2.3, 10.1.2.3, 10.1.2.4",
        "10.1.2.3/32, 10.1.2.3, 10.1.2.2",
        "fc00::/7, fdff:ffff::1, fe00::1",
        "fe80::/10, febf::1, fec0::1",
        "::1, ::1, ::2"
    })
    void endsWhereItsBitsEnd(String range, String inside, String outside) throws UnknownHostException {
        assertThat(AddressRange.parse(range).contains(address(inside))).isTrue();
        assertThat(AddressRange.parse(range).contains(address(outside))).isFalse();
    }

    @Test
    void allAddressesOfAFamilyAreARangeOfNoBits() throws UnknownHostException {
        assertThat(AddressRange.parse("0.0.0.0/0").contains(address("8.8.8.8"))).isTrue();
        assertThat(AddressRange.parse("0.0.0.0/0").contains(address("2606:4700::1")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.0.0/8",
                "::/129",
                "example.com/8"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(": " + text);
    }
}
