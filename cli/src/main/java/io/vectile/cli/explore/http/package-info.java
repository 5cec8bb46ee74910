/** The server of the explorer: who is answered, what a request may ask for, and work whose progress is streamed. */
package io.vectile.cli.explore.http;
