package io.vectile.cli.tour;

import io.vectile.IndexReport;

/**
 * What one index answered at one setting.
 *
 * @param nprobe         cells visited; 0 where the index has one list
 * @param allOfK         recall 10@10: share of the true 10 nearest among the 10 found
 * @param nearestInK     recall 1@10: share of queries whose true nearest is among the 10 found
 * @param millis         median time of a query, one at a time on one thread
 * @param report         the index's own account of its memory
 */
record Measurement(String index, int nprobe, double allOfK, double nearestInK, double millis, IndexReport report) {}
