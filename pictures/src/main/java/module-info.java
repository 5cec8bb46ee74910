/** Pictures and tables of indexes, codebooks and searches, for notebooks, reports and papers. */
module io.vectile.pictures {
    exports io.vectile.pictures;

    requires transitive io.vectile;
    requires transitive java.desktop;
}
