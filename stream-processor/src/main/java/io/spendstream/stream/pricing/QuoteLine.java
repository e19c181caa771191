package io.spendstream.stream.pricing;

import io.spendstream.contract.Money;
import io.spendstream.contract.UsageClass;
import java.math.BigDecimal;

/**
 * One line of a receipt: {@code amount} is exactly {@code count × unitPrice}.
 *
 * @param usageClass what was billed
 * @param count how much of it
 * @param unitPrice USD per million tokens, or per single unit where the class does not count tokens
 * @param amount what it cost
 */
public record QuoteLine(UsageClass usageClass, long count, BigDecimal unitPrice, Money amount) {}
