/** What has to come out: jobs whose output is known from their input alone. */
package io.holdfast.testkit.model;
