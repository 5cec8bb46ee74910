/** Lists of codes and ids in blocks, how they change, and what collects from them. Internal. */
package io.vectile.storage;
