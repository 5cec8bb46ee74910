// Numbers as the page shows them, the same in every locale.

/** 1234567 as 1,234,567. */
export function count(n) {
  return Math.round(n).toLocaleString("en-US");
}

/** About so many significant digits, never in exponent form: 0.0123, 64,142. */
export function significant(value, digits = 3) {
  if (!Number.isFinite(value)) {
    return "-";
  }
  if (value === 0) {
    return "0";
  }
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString("en-US", { minimumFractionDigits: 0, maximumFractionDigits: Math.min(decimals, 20) });
}

/** So many decimals, with their zeros, rounded as significant does. */
export function fixed(value, decimals) {
  return value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Decimal units, as disks and file managers count: 516000000 is 516 MB. */
export function bytes(n) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = n;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit + 1 < units.length) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(unit === 0 || Math.abs(value) >= 99.95 ? 0 : 1)} ${units[unit]}`;
}

/** A share as a percentage: 0.031 is 3.1 %. */
export function percent(share) {
  return `${significant(share * 100, share < 0.1 ? 2 : 3)} %`;
}

/** 1 as 1st, 12 as 12th, 4096 as 4,096th. */
export function ordinal(n) {
  const tens = n % 100;
  return count(n) + (tens > 10 && tens < 20 ? "th" : ["th", "st", "nd", "rd"][n % 10] ?? "th");
}
